<#-- One line; what is too long is cut. -->
<#import "report.words.ftl" as say>
Report: ${say.brief}
