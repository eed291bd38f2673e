<#-- One line; what is too long is cut. -->
<#import "stops.words.ftl" as say>
Defender Routes: ${say.brief}
