<#-- The sentences of a mail about a hunting query: change or translate here. -->
<#assign rows = (hunt.fresh == 1)?then("1 new row", hunt.fresh + " new rows")>
<#assign brief = (problem??)?then("the hunting query does not run", rows)>
<#assign headline = (problem??)?then("A hunting query does not run", "Hunting found " + rows)>
<#assign name = alert.title!"Query without a title">
<#assign count = (hunt.found == hunt.fresh)?then(
  "The query finds " + hunt.found + (hunt.found == 1)?then(" row", " rows") + ". None of them was told before.",
  "The query finds " + hunt.found + " rows. " + hunt.fresh + " of them " + (hunt.fresh == 1)?then("was", "were") + " not told before.")>
<#assign shown = (hunt.rows?size < hunt.fresh)?then("Here are the first " + hunt.rows?size + " of " + hunt.fresh + " new rows.", "")>
<#assign columnsCut = (hunt.columnsMore > 0)?then(hunt.columnsMore + " more columns are in the CSV.", "")>
<#assign attached = (hunt.attached < hunt.fresh)?then(
  "The CSV holds only the first " + hunt.attached + " of " + hunt.fresh + " new rows: more than hunting.mail.max-csv lets it hold. Run the query by hand for the rest: hunt " + hunt.file,
  "The CSV holds all new rows.")>
<#assign outcomes = {
  "tagged": "tagged",
  "scan-requested": "scan requested",
  "would-tag": "would be tagged; nothing was changed",
  "would-scan": "would be scanned; nothing was changed",
  "failed": "NOT done",
  "never": "not isolated",
  "dry-run": "would be isolated; this is a dry run",
  "would-ask": "a person would be asked; this is a dry run",
  "approve": "A PERSON MUST DECIDE",
  "requested": "isolation requested; a second mail says how it ends",
  "under-way": "an isolation is under way already",
  "isolated": "isolated already",
  "refused": "not isolated: Defender refused",
  "stopped": "not isolated",
  "capped": "not isolated: the cap is exhausted",
  "sent": "isolation requested, the answer is not known yet"
}>
