<#-- The sentences of a mail that says how far we may go now: change or translate here. -->
<#assign mode = mode!"unknown">
<#switch kind>
  <#case "breaker-open">
    <#assign
      tone = "bad"
      brief = "breaker OPEN, no device is isolated by itself"
      headline = "The breaker is OPEN: no device is isolated by itself any more"
      known = "More devices were to be isolated than the limit allows. Those below were asked for before; every further one waits for a person, and another mail asks. It stays so when the hour or the day is over."
      next = [
        "Act now: many isolations at once are an outbreak or a mistake. Find out which.",
        "If it is a mistake, stop everything: kill-switch on --reason TEXT. Then release the devices.",
        "If it is an outbreak, approve what waits (approve --all lists it), and let it go on: breaker close --reason TEXT. The limit counts anew from there."
      ]>
    <#break>
  <#case "kill-switch-on">
    <#assign
      tone = "bad"
      brief = "kill switch ON, nothing is changed any more"
      headline = "The kill switch is ON: nothing in the tenant is changed any more"
      known = "No device is isolated, whatever the alert. Alerts are still looked at and told; releases and cancellations still pass. What Defender accepted before can still take effect for three days: kill-switch status lists it."
      next = [
        "Isolate by hand in the portal what cannot wait.",
        "An alert that is handled meanwhile does not isolate later by itself.",
        "When it is safe again: kill-switch off --reason TEXT."
      ]>
    <#break>
  <#case "kill-switch-off">
    <#assign
      tone = "calm"
      brief = "kill switch off again"
      headline = "The kill switch is off again"
      known = "From now on the tenant is changed again as far as the mode allows, which is " + mode + ". What was told meanwhile as not isolated is not isolated now."
      next = ["Look through the mails since it was turned on: whoever still has to be isolated, isolate in the portal."]>
    <#break>
  <#default>
    <#assign
      tone = (mode == "enforce")?then("bad", "calm")
      brief = "isolation.mode is " + mode + " now"
      headline = "isolation.mode is " + mode + " now"
      known = {
        "off": "No device is isolated, and nothing is proposed.",
        "dry-run": "The tenant is not changed. Mails say what would be done.",
        "approve": "Each isolation waits for a person.",
        "enforce": "DEVICES LOSE THEIR NETWORK by themselves from now on, as far as rules and limits allow."
      }[mode]!"What that means, nobody has written down."
      next = [
        "Nothing, if you know of it. Alerts that were handled before are done, and nothing comes of them now.",
        "Otherwise find out who changed the settings and started us."
      ]>
</#switch>
