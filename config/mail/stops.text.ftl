<#-- The plain text of a mail that says how far we may go now. Sentences are in stops.words.ftl, names in README.md. -->
<#import "stops.words.ftl" as say>
${say.headline}

${say.known}

WHAT TO DO
<#list say.next as step>
- ${step}
</#list>

<#list facts as fact>
${(fact.name + ":")?right_pad(28)} ${fact.value}
</#list>
<#if times.handled??>
${"Told:"?right_pad(28)} ${times.handled.at}
</#if>
