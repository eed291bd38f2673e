<#-- One line; what is too long is cut. The most important words first: phones show about 40 characters. -->
<#import "words.ftl" as say>
<#if dryRun>[DRY RUN] </#if>${(say.raised + say.severityWord)?cap_first}: ${say.brief} – ${say.name} – ${alert.title!"alert without a title"}
