<#--
  What our mails say, in one place: change or translate the sentences here. README.md lists the names you can use.

  Say only what is known. "Requested" is not "isolated": Defender has accepted a request and may still fail it,
  so no sentence here claims that a device is cut off, except where Defender itself has reported it.

  outcome   first line of the mail, after the device's name
  brief     the same for the subject
  tone      colour of the head: waiting, good, bad or calm
  next      what the reader should do now, most important first
-->
<#assign name = device.name!device.id!"No device">
<#assign severityWord = severity!"Unknown severity">
<#assign raised = (kind == "raised")?then("raised to ", "")>
<#assign why = (isolation.problem)!"no reason given">
<#assign isolateByHand = "Isolate by hand if needed: open the device, then Isolate device.">
<#assign judge = "Look at the alert and decide whether it needs more.">
<#assign otherAlert = (isolation.otherAlertId)?has_content?then(" The request was made for alert " + ((isolation.otherAlertId)!) + ".", "")>
<#assign until = (offers?has_content && offers[0].until??)?then(" until " + offers[0].until.at, "")>
<#assign decideBelow = "Decide" + until + ", by one of the ways below. Opening the page decides nothing; after that time nothing is isolated and we tell you.">
<#assign approver = (isolation.by)!"a person">
<#assign reasonGiven = (isolation.problem)?has_content?then(" The reason given: " + ((isolation.problem)!) + ".", "")>
<#assign someoneElse = (isolation.by)?has_content?then(" It is not our request but that of " + ((isolation.by)!) + ".", "")>
<#assign canRelease = offers?has_content && (offers[0].what!) == "release">
<#assign toRelease = canRelease?then("let it back in as offered below", "open the device in the portal, then Release from isolation")>
<#switch situation>
  <#case "requested">
    <#assign
      outcome = "isolation REQUESTED, not yet confirmed"
      brief = "isolation requested"
      tone = "waiting"
      known = "Defender has accepted the request. It has not reported yet that the device is isolated."
      next = [
        "Watch the device's action center until the isolation is completed; the portal shows how it ended.",
        "If the device is offline, Defender keeps trying for up to 3 days.",
        "To undo: " + toRelease + "."
      ]>
    <#break>
  <#case "under-way">
    <#assign
      outcome = "isolation ALREADY UNDER WAY, not yet confirmed"
      brief = "isolation already under way"
      tone = "waiting"
      known = "Another request already covers this device, so we made none." + otherAlert
      next = [
        "Watch the device's action center until the isolation is completed.",
        "If the running request fails, isolate by hand.",
        judge
      ]>
    <#break>
  <#case "isolated">
    <#assign
      outcome = "ALREADY ISOLATED before this alert"
      brief = "already isolated"
      tone = "good"
      known = "According to Defender's list of actions the device was already isolated, so we made no request." + otherAlert
      next = [
        "Check in the portal that it still is.",
        "An alert from an isolated device may be a delayed report or activity that goes on: " + judge?uncap_first
      ]>
    <#break>
  <#case "confirmed">
    <#assign
      outcome = "ISOLATED, Defender confirms it"
      brief = "isolated"
      tone = "good"
      known = "Defender reports that the isolation succeeded." + someoneElse
      next = [
        judge,
        "When the danger is over: " + toRelease + "."
      ]>
    <#break>
  <#case "not-isolated">
    <#assign
      outcome = "NOT isolated, the request came to nothing"
      brief = "NOT isolated"
      tone = "bad"
      known = "The isolation was not carried out: " + why + "." + someoneElse
      next = [
        "Act now: nothing we know of will isolate this device. " + isolateByHand,
        "Find out why: the device's action center in the portal shows how the request ended."
      ]>
    <#break>
  <#case "cancelled">
    <#assign
      outcome = "NOT isolated, a person cancelled the request"
      brief = "isolation cancelled"
      tone = "calm"
      known = "The request was cancelled before it took effect." + (isolation.problem)?has_content?then(" The reason given: " + ((isolation.problem)!), "")
      next = [
        "Nothing, if that was you. We leave this device to you for the time isolation.hold-after-release.",
        "Otherwise find out who cancelled it. " + isolateByHand
      ]>
    <#break>
  <#case "overdue">
    <#assign
      outcome = "isolation OVERDUE, still not carried out"
      brief = "isolation overdue"
      tone = "bad"
      known = "Defender has accepted the request and still does not report that the device is isolated." + someoneElse
      next = [
        "Find the device: it is probably switched off or without a network, and then harmless for now.",
        "Defender keeps trying for up to 3 days. We tell you when it has succeeded, failed or expired.",
        "If the device is in use, unplug it."
      ]>
    <#break>
  <#case "released">
    <#assign
      outcome = "RELEASED, the device is back on the network"
      brief = "released from isolation"
      tone = "calm"
      known = "Defender reports that the device was released from isolation." + (isolation.problem)?has_content?then(" The reason given: " + ((isolation.problem)!), "")
      next = [
        "Nothing, if that was you. Alerts raised before do not isolate it again, and for the time isolation.hold-after-release no alert does.",
        "Otherwise find out who released it. " + isolateByHand
      ]>
    <#break>
  <#case "release-asked">
    <#assign
      outcome = "MAY ITS ISOLATION END? Every alert behind it is closed"
      brief = "may it be released?"
      tone = "waiting"
      known = "Of the alerts behind our isolation of this device: " + why + "."
      next = [
        "See that no other alert stands on the device.",
        "If all is well, " + toRelease + ". Nothing happens by itself, and you are not asked again."
      ]>
    <#break>
  <#case "release-waits">
    <#assign
      outcome = "release WAITS, something speaks against it"
      brief = "release waits"
      tone = "bad"
      known = "The device would be let back in by itself now, but " + why + ". So we do not release it yet."
      next = [
        "Look at the device's alerts. We look again every 15 minutes; when nothing speaks against it any more, the device is released by itself.",
        "If the device may come back all the same, " + toRelease + "."
      ]>
    <#break>
  <#case "release-overdue">
    <#assign
      outcome = "release OVERDUE, not yet confirmed"
      brief = "release overdue"
      tone = "bad"
      known = "The release is wanted, and Defender does not report yet that the device is back: " + why + "."
      next = [
        "Find the device: it is probably switched off or without a network.",
        "Look at the device's action center. We go on, and tell you when it is back."
      ]>
    <#break>
  <#case "release-failed">
    <#assign
      outcome = "NOT released, what we asked for came to nothing"
      brief = "NOT released"
      tone = "bad"
      known = "Nothing came of the release: " + why + ". Whether the device is cut off, the portal shows."
      next = [
        "Release it in the portal, or ask us again when the cause is cured.",
        "Find out why: the device's action center in the portal shows how the request ended."
      ]>
    <#break>
  <#case "repeated">
    <#assign
      outcome = "isolation EXPIRED, we ask again"
      brief = "isolation expired, asked again"
      tone = "waiting"
      known = "Defender gave up on the request before the device could be reached. Alert, device and rules still say isolate, so we ask again. How that ends is another mail."
      next = [
        "Find the device: it has not been reachable for days.",
        judge
      ]>
    <#break>
  <#case "expired">
    <#assign
      outcome = "isolation EXPIRED, not asked for again"
      brief = "isolation EXPIRED"
      tone = "bad"
      known = "Defender gave up on the request before the device could be reached. It is not asked for again: " + why + "."
      next = [
        "Find the device: it has not been reachable for days, and nothing will isolate it when it comes back.",
        isolateByHand
      ]>
    <#break>
  <#case "refused">
    <#assign
      outcome = "isolation REFUSED by Defender"
      brief = "isolation REFUSED"
      tone = "bad"
      known = "Defender refused our request: " + why
      next = [
        "Act now: our request will not isolate this device. " + isolateByHand,
        "Find out why: unsupported system, an outdated agent and missing permissions are the usual reasons."
      ]>
    <#break>
  <#case "unknown">
    <#assign
      outcome = "isolation UNCERTAIN, will be looked at again"
      brief = "isolation UNCERTAIN"
      tone = "bad"
      known = "We could not find out whether Defender has a request for this device: " + why
      next = [
        "Look at the device's action center now: is there an isolation?",
        "If there is none and you cannot wait: " + isolateByHand?uncap_first,
        "We look again by ourselves and do not ask twice without looking."
      ]>
    <#break>
  <#case "stopped">
    <#assign
      outcome = "isolation NOT requested, stopped after a fresh look"
      brief = "isolation stopped"
      tone = "bad"
      known = "The rules said isolate. A fresh look just before the request said otherwise: " + why
      next = [
        "Check that the reason is right.",
        isolateByHand
      ]>
    <#break>
  <#case "capped">
    <#assign
      outcome = offers?has_content?then("isolation WAITS FOR APPROVAL, limit reached", "isolation NOT requested, limit reached")
      brief = offers?has_content?then("waits for approval, limit reached", "NOT isolated, limit reached")
      tone = "bad"
      known = "The rules said isolate, but the limit on isolations is reached: " + why
      next = offers?has_content?then([decideBelow], []) + [
        "Act now: many isolations at once are an outbreak or a mistake. Find out which.",
        isolateByHand,
        "If it is an outbreak, let it go on: breaker close --reason TEXT. Until then no device is isolated by itself."
      ]>
    <#break>
  <#case "dry-run">
    <#assign
      outcome = "DRY RUN, isolation would have been requested"
      brief = "would isolate"
      tone = "calm"
      known = "Nothing was requested. This is what would have happened: an isolation request for this device."
      next = [
        "Would it have been right? If not, change the rules before you leave the dry run.",
        isolateByHand
      ]>
    <#break>
  <#case "would-ask">
    <#assign
      outcome = "DRY RUN, a person would have been asked"
      brief = "would ask for approval"
      tone = "calm"
      known = "Nothing was requested. This is what would have happened: a person would have been asked whether to isolate this device."
      next = [
        "Should it have been isolated at once, or not at all? Then change guardrails.yaml before you leave the dry run.",
        isolateByHand
      ]>
    <#break>
  <#case "approve">
    <#assign
      outcome = "isolation WAITS FOR APPROVAL"
      brief = "isolation waits for approval"
      tone = "waiting"
      known = "Nothing was requested. A person must approve first."
      next = [
        offers?has_content?then(decideBelow, "Decide; to cut the device off, open it in the portal and choose Isolate device."),
        "If it cannot wait: " + isolateByHand?uncap_first
      ]>
    <#break>
  <#case "approved">
    <#assign
      outcome = "isolation APPROVED by " + approver + ", about to be requested"
      brief = "isolation approved"
      tone = "waiting"
      known = "A person has approved to isolate this device, because of an earlier alert. How that goes is another mail." + reasonGiven
      next = [judge]>
    <#break>
  <#case "denied">
    <#assign
      outcome = "isolation DENIED by " + approver
      brief = "isolation denied"
      tone = "calm"
      known = "Nothing was requested: " + approver + " has denied to isolate this device." + reasonGiven
      next = [
        "Nothing, if you agree. Alerts raised until then do not ask again; a newer one does.",
        "Otherwise: " + isolateByHand?uncap_first
      ]>
    <#break>
  <#case "approval-half">
    <#assign
      outcome = "isolation APPROVED BY ONE OF TWO PEOPLE"
      brief = "a second approval is needed"
      tone = "waiting"
      known = approver + " has approved to isolate this device. Another person has to approve as well: " + why + "."
      next = [
        decideBelow,
        "If it cannot wait: " + isolateByHand?uncap_first
      ]>
    <#break>
  <#case "approval-expired">
    <#assign
      outcome = "NOT isolated, nobody decided in time"
      brief = "NOT isolated, approval expired"
      tone = "bad"
      known = "Nothing was requested. A person was asked, and nobody decided: " + why + "."
      next = [
        "Act now if it is still needed: nothing will isolate this device because of this alert. " + isolateByHand,
        "A new alert on the device asks again."
      ]>
    <#break>
  <#case "approval-stopped">
    <#assign
      outcome = "APPROVED by " + approver + ", but NOT isolated"
      brief = "approved, but NOT isolated"
      tone = "bad"
      known = approver + " has approved it, and it was not requested: " + why + "."
      next = [
        "Check that the reason is right.",
        isolateByHand
      ]>
    <#break>
  <#case "never">
    <#assign
      outcome = "no isolation requested"
      brief = "not isolated"
      tone = "calm"
      known = "Nothing was requested, because the rules say so."
      next = [
        judge,
        isolateByHand
      ]>
    <#break>
  <#case "no-device">
    <#assign
      outcome = "nothing to isolate, the alert names no device"
      brief = "no device"
      tone = "calm"
      known = "Nothing was requested. The alert is not tied to a device."
      next = [
        "Look at the alert: it may be about a user, a mailbox or an application.",
        "If a device is behind it, isolate it by hand in the portal."
      ]>
    <#break>
  <#case "parked">
    <#assign
      outcome = "PARKED, we could not handle this alert"
      brief = "PARKED, not handled"
      tone = "bad"
      known = "Set aside after " + ((parked.attempts)!0) + " attempts: " + (parked.problem)!"not recorded"
      next = [
        "Handle this alert by hand: nobody else will.",
        "We do not try it again by ourselves. Look at the alert in the portal."
      ]>
    <#break>
  <#case "delayed">
    <#assign
      outcome = "NOT HANDLED YET, it waits too long"
      brief = "NOT HANDLED YET"
      tone = "bad"
      known = "Nothing was decided or requested" + (delayed.since??)?then(" since " + (delayed.since.at)! + " (" + (delayed.since.age)! + ")", "") + ", taken in hand " + ((delayed.attempts)!0) + " times: " + (delayed.problem)!"it waits for its turn"
      next = [
        "Act now if it cannot wait: look at the alert. " + isolateByHand,
        "Cure the reason. We go on trying by ourselves, and a mail follows when the alert is handled."
      ]>
    <#break>
  <#default>
    <#assign
      outcome = "no isolation requested so far"
      brief = "nothing requested"
      tone = "bad"
      known = "No decision about this device is finished."
      next = [
        judge,
        isolateByHand
      ]>
</#switch>
<#if kind == "approved">
  <#assign
    outcome = "APPROVED by " + approver + ", " + outcome
    brief = "approved, " + brief>
</#if>
<#assign decide = canRelease?then("To let the device back in", "Your decision")>
<#assign page = canRelease?then("Sign in and release", "Sign in and decide")>
<#assign acts = {
  "approve": "Approve",
  "deny": "Deny",
  "approve-all": "Approve all",
  "deny-all": "Deny all",
  "release": "Release"
}>
<#assign headline = name + ": " + outcome + ". " + (raised + severityWord)?cap_first>
