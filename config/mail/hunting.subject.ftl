<#-- One line; what is too long is cut. -->
<#import "hunting.words.ftl" as say>
Hunting, ${severity!"unknown severity"}: ${say.brief} – ${say.name}
