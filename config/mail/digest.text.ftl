<#-- The plain text of a mail about several alerts. Sentences are in digest.words.ftl, names in README.md. -->
<#import "digest.words.ftl" as say>
${say.headline}
<#if say.several?has_content>

${say.several}
</#if>
<#if say.waiting>

${say.decideTogether}
<#list offers as offer>
<#if say.acts[offer.what]??>
<#if offer.command??>
${(say.acts[offer.what] + ":")?right_pad(13)} ${offer.command}
</#if>
<#if offer.url?? && offer.what == "approve-all">
${"Page:"?right_pad(13)} ${offer.url}
</#if>
</#if>
</#list>
</#if>
<#list devices as device>

${(device.name!device.id!say.noDevice)?upper_case} (${device.alerts?size}): ${device.outcome}
<#if device.users?has_content>
User: ${device.users?join(", ")}
</#if>
<#if device.id??>
Device id: ${device.id}
</#if>
<#if device.link??>
${device.link}
</#if>
<#list device.offers as offer>
<#if offer.command?? && !say.acts[offer.what]??>
${offer.command}
</#if>
</#list>
<#list device.alerts as alert>
${alert?counter}. ${alert.severity}: ${alert.title!"Alert without a title"}<#if alert.brief??> (${alert.brief})</#if>
<#if alert.created??>
   ${alert.created.at}<#if alert.created.age??>, ${alert.created.age}</#if>
</#if>
   ${alert.id!"no id"}
</#list>
</#list>

${say.why}
