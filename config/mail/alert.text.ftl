<#-- The plain text of a mail. Sentences are in words.ftl, names in README.md. -->
<#import "words.ftl" as say>
<#macro row label value="">
<#if value?has_content>
${(label + ":")?right_pad(15)} ${value}
</#if>
</#macro>
<#macro moment label time="">
<#if time?has_content>
${(label + ":")?right_pad(15)} ${time.at}<#if time.age??> (${time.age})</#if>
</#if>
</#macro>
${say.headline}

${alert.title!"Alert without a title"}
<@row "User" device.users?join(", ") />
<@row "System" device.os! />
<@row "Group" device.group! />
<@row "Tags" device.tags?join(", ") />
<@row "IP" device.ip! />
<@row "Public IP" device.externalIp! />
<@row "Health" device.health! />
<@row "Merged into" device.mergedInto! />
<#if device.problem??>
No facts about the device: ${device.problem}
</#if>
<@row "Category" alert.category! />
<@row "MITRE" alert.techniques?join(", ") />
<@row "Threat" alert.threat! />

WHAT TO DO NOW
<#list say.next as step>
${step?counter}. ${step}
</#list>
<#list offers as offer>
<#if offer?is_first>

${say.decide?upper_case}
</#if>
<#if offer.url?? && (offer?is_first || offer.url != (offers[offer?index - 1].url)!)>
<@row "Page" offer.url />
</#if>
<#if offer.command??>
<@row say.acts[offer.what]!offer.what?cap_first offer.command />
</#if>
</#list>
<#if links?has_content>

OPEN
<@row "Alert" links.alert! />
<@row "Device" links.device! />
<@row "Incident" links.incident! />
</#if>

ISOLATION
${say.known}
<#if isolation??>
<@row "Type" isolation.type! />
<@moment "Requested" isolation.requested! />
<@row "Action" isolation.actionId! />
<@row "Other alert" isolation.otherAlertId! />
<@row "By" isolation.by! />
<@moment "Reported" isolation.ended! />
<#if !say.known?contains(isolation.problem!)>
<@row "Problem" isolation.problem! />
</#if>
</#if>
<#if decision??>
<@row "Decision" decision.outcome! />
<@row "Rule" decision.rule! />
<@row "Because" decision.because! />
<#list decision.values as value>
  ${value.name} = ${value.value}
</#list>
</#if>
<@row "Mode" mode! />
<#if evidence?has_content>

EVIDENCE
<#list evidence as item>
${item?counter}. ${item.type}: ${item.what}<#if item.status??> (${item.status})</#if>
<#if item.folder??>
   in ${item.folder}
</#if>
<#if item.parent??>
   started by ${item.parent}
</#if>
<#if item.command??>
   > ${item.command}
</#if>
<#if item.hash??>
   ${item.hashType} ${item.hash}
</#if>
</#list>
<#if (evidenceMore > 0)>
and ${evidenceMore} more in the portal
</#if>
</#if>
<#if times?has_content>

TIMES
<@moment "Created" times.created! />
<@moment "First activity" times.firstActivity! />
<@moment "Last activity" times.lastActivity! />
<@moment "Last update" times.updated! />
<@moment "Handled" times.handled! />
</#if>
<#if facts?has_content>

FACTS
<#list facts as fact>
${fact.name}: ${fact.value}
</#list>
</#if>
<#if alert.description??>

WHAT DEFENDER SAYS
<#list alert.description?split("\n") as line>
  ${line}
</#list>
</#if>

<#if (alertIds?size > 1)>
THIS MAIL SPEAKS FOR ${alertIds?size} ALERTS
<#else>
ALERT ID
</#if>
<#list alertIds as id>
${id}
<#else>
none
</#list>
