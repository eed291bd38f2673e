<#-- The sentences of a report: change or translate here. -->
<#assign devices = (report.devices!0)?switch(0, "no device", 1, "1 device", report.devices!0 + " devices")>
<#assign verb = (mode! == "dry-run")?then("would have been isolated", "would have been isolated without a person")>
<#assign brief = devices + " " + verb>
<#assign headline = brief?cap_first>
<#assign span = "From " + (report.from!"?") + " until " + (report.until!"?") + ", isolation.mode = " + (mode!"unknown")>
<#assign rulesTitle = "By rule">
<#assign closedTitle = "How those alerts stand now">
<#assign notLookedUp = ((report.notLookedUp!0) > 0)?then((report.notLookedUp!0) + " were not looked up", "")>
<#assign othersTitle = "Isolated by others">
<#assign foreseen = "we would have isolated it too">
<#assign unforeseen = "we would NOT have isolated it">
<#assign noOthers = "Nobody else isolated a device in this time.">
<#assign ours = "Isolated by us: " + (report.ours!0)>
<#assign capsTitle = "The caps">
<#assign capped = ((report.capped!0) > 0)?then("Really held back by a cap: " + (report.capped!0), "")>
<#assign notesTitle = "Mind">
<#assign more = "The whole report, at any time: the command report --since 14d">
<#function many list left><#return list?size + left></#function>
<#function andMore left><#return (left > 0)?then("and " + left + " more", "")></#function>
<#function device one>
  <#return (one.name!one.id!"?") + ", since " + (one.first!"?") + ", alerts: " + (one.alerts!0)
    + (one.verdicts?has_content)?then(" (" + one.verdicts?join("; ") + ")", "")>
</#function>
<#function other one>
  <#return (one.deviceName!one.deviceId!"?") + ", " + (one.at!"?") + ", by " + (one.by!"somebody") + ", " + (one.status!"?")
    + "; " + ((one.foreseen!false)?then(foreseen, unforeseen))>
</#function>
<#function cap one>
  <#return (one.setting!"?") + " = " + (one.limit!"off") + ": at most " + (one.most!0) + " were needed, "
    + (one.heldBack!0) + " would have been held back">
</#function>
