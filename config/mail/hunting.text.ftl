<#-- The plain text of a mail about a hunting query. Sentences are in hunting.words.ftl, names in README.md. -->
<#import "hunting.words.ftl" as say>
${say.headline}

${say.name}
Query: ${hunt.file!}
<#if problem??>

${problem}
<#else>
${say.count}
<#list hunt.notes as note>
${note}
</#list>
<#if hunt.devices?has_content>

DEVICES
<#list hunt.devices as device>
${device.id}: ${say.outcomes[device.outcome]!device.outcome}<#if device.because??> (${device.because})</#if>
</#list>
<#if (hunt.devicesMore > 0)>
and ${hunt.devicesMore} more
</#if>
</#if>

NEW ROWS
<#if say.shown?has_content>
${say.shown}
</#if>
<#list hunt.rows as row>

<#list hunt.columns as column>
<#if row[column?index]?has_content>
${(column + ":")?right_pad(24)} ${row[column?index]}
</#if>
</#list>
</#list>

<#if say.columnsCut?has_content>
${say.columnsCut}
</#if>
${say.attached}
</#if>
