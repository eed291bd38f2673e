<#-- What a mail about several alerts says besides words.ftl: change or translate the sentences here. -->
<#assign one = (devices?size == 1)?then(devices[0], {})>
<#assign where = (devices?size == 1)?then(one.name!one.id!"no device", devices?size + " devices")>
<#assign raised = (kind == "raised")?then("raised to ", "")>
<#assign severityWord = raised + severity>
<#assign headline = count + " alerts on " + where + ": " + outcome + ". " + severityWord?cap_first>
<#assign several = (devices?size > 1)?then("What stands first is what matters most; each device below says its own.", "")>
<#assign noDevice = "No device">
<#assign why = "So many came at once that they are told together. Each alert is in this mail only; mail.digest.by says how they are grouped.">
