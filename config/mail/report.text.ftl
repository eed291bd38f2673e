<#-- The plain text of a report. Sentences are in report.words.ftl, names in README.md. -->
<#import "report.words.ftl" as say>
${say.headline}
${say.span}

${say.rulesTitle?upper_case}
<#list report.rules! as rule>
${rule.rule!"?"}: ${say.many(rule.devices, rule.devicesMore!0)}
<#list rule.devices as device>
  ${say.device(device)}
</#list>
<#if say.andMore(rule.devicesMore!0)?has_content>
  ${say.andMore(rule.devicesMore!0)}
</#if>
</#list>

${say.closedTitle?upper_case}
<#list report.closed! as verdict, count>
${count} ${verdict}
</#list>
<#if say.notLookedUp?has_content>
${say.notLookedUp}
</#if>

${say.othersTitle?upper_case}
<#if report.others?has_content>
<#list report.others as other>
${say.other(other)}
</#list>
<#if say.andMore(report.othersMore!0)?has_content>
${say.andMore(report.othersMore!0)}
</#if>
<#else>
${say.noOthers}
</#if>
${say.ours}

${say.capsTitle?upper_case}
<#list report.caps! as cap>
${say.cap(cap)}
</#list>
<#if say.capped?has_content>
${say.capped}
</#if>
<#if report.notes?has_content>

${say.notesTitle?upper_case}
<#list report.notes as note>
${note}
</#list>
</#if>

${say.more}
