<#-- One line; what is too long is cut. The most important words first: phones show about 40 characters. -->
<#import "digest.words.ftl" as say>
<#if dryRun>[DRY RUN] </#if>${say.severityWord?cap_first}: ${say.subject}
