# The frame of a page, the parts of forms, the pages for failures.
service-name = Liên Thông
desk-name = Desk
skip-to-content = Skip to main content
sign-in = Sign in
sign-out = Sign out
my-sessions = Devices
phase-tag = Trial
phase-text = A new service, still being improved.
footer-owner = Public services of the province
footer-help = Need help? Go to the nearest one-stop office or community digital team.
footer-source = Open-source software, Apache 2.0 licence.
go-home = Go to the first page
back = Back
close = Close
print = Print this page
choose = Choose one

form-step = Step { $n } of { $count } · { $section }
form-continue = Continue
form-later = Save and go on later
field-optional = (optional)
errors-title = There is something to correct
error-prefix = Error:
title-error = Error: { $title }
warning-prefix = Note:
confirm-title = Please confirm, then continue
date-day = Day
date-month = Month
date-year = Year
date-partial = If only the year is known, leave day and month empty.
longtext-max = At most { $n } characters.
unit-province = Province or city
unit-commune = Commune, ward or special zone
unit-reload = Choose province
unit-first = Choose the province first
address-detail = House number, street, hamlet, village or residential group

files-note = JPEG, PNG or HEIC pictures or PDF files, each of at most { $max } MB. You can choose several files.
upload-send = Upload files
upload-sending = Sending
upload-waiting = Connection lost, will go on by itself
upload-failed = Not sent. Please choose this file again.
upload-large = The file is larger than { $max } MB and was not sent. Take the picture again at a lower resolution.
upload-done = Sent
receipt-arrived = Received
receipt-hash = checksum
receipt-remove = Remove

source-register = Already held
summary-change = Change
summary-add = Fill in
summary-empty = Not filled in

panel-qr = Scan to follow the dossier
timeline-view = viewed only
leg-holder = With
leg-since = Since
leg-finished = Ended
leg-due = Due
counters-label = Filter by state
pager-label = Pages of the list
pager-first = To the beginning of the list
pager-next = Next page

left-days = { $n ->
    [one] { $n } day left
   *[other] { $n } days left
 }
left-hours = { $n ->
    [one] { $n } hour left
   *[other] { $n } hours left
 }
left-minutes = { $n ->
    [one] { $n } minute left
   *[other] { $n } minutes left
 }
late-days = { $n ->
    [one] { $n } day overdue
   *[other] { $n } days overdue
 }
late-hours = { $n ->
    [one] { $n } hour overdue
   *[other] { $n } hours overdue
 }
late-minutes = { $n ->
    [one] { $n } minute overdue
   *[other] { $n } minutes overdue
 }

keys-title = Keys
keys-move = move
keys-mark = mark
keys-accept = accept
keys-search = search
keys-help = help
keys-switch-on = Turn keys on
keys-switch-off = Turn keys off
keys-help-title = Keys of the queue
keys-move-long = One row down or up; the dossier shows beside it
keys-open-long = Open the dossier of the selected row
keys-mark-long = Mark or unmark the selected row
keys-accept-long = Accept the marked dossiers
keys-search-long = Go to the search box
keys-help-long = Open this list

ground = Legal ground:
refusal-invalid-title = This could not be taken
refusal-invalid-text = Go back to the page before and correct it. What was saved is kept.
refusal-expired-title = This page was open for too long
refusal-expired-text = If it still cannot be sent, sign out and in again.
refusal-expired-again = Open the page again
refusal-forbidden-title = You may not do this
refusal-forbidden-text = If you think this is a mistake, contact the one-stop office or the administrator.
refusal-not-found-title = Page not found
refusal-not-found-text = The address may be wrong, or the content is no longer here. If you typed the address, please check it.
refusal-conflict-title = The content has changed
refusal-conflict-text = Go back and open the page again to see the latest.
refusal-too-many-title = Too many attempts
refusal-too-many-text = Please wait a while and try again. What was saved is kept.
fault-title = Something went wrong here
fault-text = The fault is ours, not yours. Please try again in a few minutes.
fault-kept = The pages you saved are safe.
fault-number = If you contact us, please give this request number:

problem-unknown = This could not be done. Check what you entered, or ask the one-stop office and give the code “{ $code }”.
problem-not-found = This content was not found.
problem-not-allowed = Your role may not do this.
problem-form-expired = The page was open too long or the session has ended. Reload the page and send again; what was saved is kept.
problem-form-too-large = Too much was sent at once. Write less, or send one file at a time.
problem-upload-broken-off = The connection broke while sending. Please send again; what was saved is kept.
problem-form-elsewhere = This page is open at another address. Open { $origin } and do it there.
