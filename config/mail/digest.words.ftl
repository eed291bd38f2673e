<#-- What a mail about several alerts says besides words.ftl: change or translate the sentences here. -->
<#assign one = (devices?size == 1)?then(devices[0], {})>
<#assign where = (devices?size == 1)?then(one.name!one.id!"no device", devices?size + " devices")>
<#assign raised = (kind == "raised")?then("raised to ", "")>
<#assign severityWord = raised + severity>
<#assign waiting = (kind == "approval")>
<#assign devicesWait = (devices?size == 1)?then("1 device waits", devices?size + " devices wait") + " for approval">
<#assign headline = waiting?then(devicesWait + ", the limit on isolations is reached", count + " alerts on " + where + ": " + outcome) + ". " + severityWord?cap_first>
<#assign several = (devices?size > 1)?then("What stands first is what matters most; each device below says its own.", "")>
<#assign subject = waiting?then(devicesWait, count + " alerts on " + where + " – " + brief)>
<#assign decideTogether = "Many isolations at once are an outbreak or a mistake. Find out which, then decide about each device or about all of them. Opening the page decides nothing.">
<#-- what can be done about all of them at once -->
<#assign acts = {"approve-all": "Approve all", "deny-all": "Deny all"}>
<#assign page = "Sign in and decide">
<#assign noDevice = "No device">
<#assign why = waiting?then("Devices that wait because a limit is reached are asked about together.", "So many came at once that they are told together.") + " Each alert is in this mail only; mail.digest.by says how they are grouped.">
