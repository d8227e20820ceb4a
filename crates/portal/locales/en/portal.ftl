# The citizens' pages.
portal-nav = My affairs
nav-dossiers = Dossiers
nav-vault = Documents
nav-notices = Notices
nav-seen = Who looked

home-title = Start
home-heading = Apply once, the agencies do the rest
home-lead = What the population register knows you need not enter again.
home-child = A new child in the family
home-child-text = Birth registration, residence and the health-insurance card in one application.
home-child-start = Register a birth, residence and health card for a child
home-takes = Takes: { $term }
home-also = You can also
home-dossiers-text = Follow your dossiers, go on with a draft
home-vault-text = Birth certificate, health card and other results
home-seen-text = Which agency looked, what for, on which ground
home-sign-in-text = To apply and to see your documents
home-track-text = The dossier's code and its four-character look-up code are enough, without signing in
home-others = Single procedures

procedure-code = Procedure { $code }
procedure-lead = You answer one short question at a time; each page is saved at once, so you can stop and go on on another device.
procedure-start = Start
procedure-sign-in = Sign in to start
procedure-time = How long it takes
procedure-whole = All of it
procedure-verified = When facts must be verified: { $term }
procedure-fees = Fees when filed online
procedure-no-fees = No fee is set for filing online.
fee-none = Free
procedure-papers = Papers to photograph and send
procedure-spared = Papers you need not prepare
paper-made = made from what you entered
paper-read = read from a register
paper-asked = Not to be handed in: you tell it in the form, and the officer compares
paper-when = only if your case needs it
procedure-authority = Who decides
procedure-ground = Legal ground
article-amended-by = as amended by
unconfirmed = unconfirmed
unconfirmed-text = “Unconfirmed”: we hold no original text to check this against.
term-same-day = the same working day if received by { $at }, otherwise the next one
term-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
 }
term-hours = { $n ->
    [one] { $n } working hour
   *[other] { $n } working hours
 }

portal-left-days = { $n ->
    [one] { $n } working day left
   *[other] { $n } working days left
 }
portal-left-hours = { $n ->
    [one] { $n } working hour left
   *[other] { $n } working hours left
 }
portal-left-minutes = { $n ->
    [one] { $n } working minute left
   *[other] { $n } working minutes left
 }
portal-late-days = { $n ->
    [one] late by { $n } working day
   *[other] late by { $n } working days
 }
portal-late-hours = { $n ->
    [one] late by { $n } working hour
   *[other] late by { $n } working hours
 }
portal-late-now = just overdue

drafts-title = Drafts
drafts-lead = Applications you have begun. Every page you left is saved.
drafts-none = There are no drafts.
drafts-none-go = See the procedures
drafts-at = Saved { $at }
drafts-discard = Delete
drafts-saved = Saved. You can go on at any time, on any device.
drafts-discarded = The draft was deleted.
upload-unnamed = upload

check-title = Check your answers before submitting
check-amiss = To be mended before submitting
check-declare = Declaration
check-declare-text = You answer before the law for what is untrue.
check-declare-box = I declare that what I entered is true.
check-submit = Submit
problem-declaration-missing = Tick the declaration to submit.

done-title = Application submitted
done-code = Dossier code
done-secret = Look-up code
done-secret-text = Write it down or print this page. With both codes the dossier can be followed without signing in: give them only to whom you want to see it.
done-next = What happens next
done-next-gate = The civil-status officer looks at the dossier and registers the birth.
done-next-legs = The commune police and the social insurance do the other parts at the same time; you need not apply again.
done-next-alone = The agency looks at the dossier and decides; where the head of the household or the owner has to consent, that person is asked at once.
done-next-results = You are told whenever there is a result or something is missing; results are under “Documents”.
done-track = Follow the dossier

dossiers-title = My dossiers
dossiers-none = You have not submitted anything yet.
dossiers-submitted = submitted { $at }
dossiers-due = promised for { $at }

track-title = Dossier { $code }
track-asked = Something is missing for: { $leg }
track-submitted = Submitted
track-filed-late = filed after the legal term, accepted all the same
track-due = Result promised for
track-legs = Parts
track-results = Results
track-papers = Papers you sent
track-events = What happened
track-confirmation = See the confirmation again
track-withdraw = Withdraw
leg-reason = Reason: { $reason }
leg-reason-gate-refused = The birth was not registered
leg-waits-for-you = Waits for you; the time limit stands still until you answer.
leg-waits-gate = Begins as soon as the birth is registered.
leg-waits-number = Waits for the child's personal number from the national register.
leg-supplement = Answer now
leg-result = See the result

event-submitted = Submitted
event-opened = Handed to the agency that decides
event-accepted = Accepted
event-supplement-asked = More was asked for
event-supplied = Supplement sent
event-refused = Refused
event-approved = Settled
event-stopped-by-gate = Stopped since the birth could not be registered
event-claimed = Taken by an officer
event-released = Given back by an officer
event-taken-over = Another officer took over
event-released-by-leader = Given back by the leader for another officer
event-in-process = In process
event-withdrawal-asked = Withdrawal asked for
event-consent-given = The head or the owner has consented
event-consent-declined = The head or the owner does not consent
event-withdrawn = Withdrawn
event-number-known = The personal number is known
event-number-refused = No personal number was given yet
event-number-unfit = The number received cannot be used
event-viewed = Looked at
event-other = The dossier was updated
who-you = The applicant
who-officer = An officer
who-system = The system

supplement-title = Supplement the dossier
supplement-lead = Only what is below is to be mended or sent. The other parts go on meanwhile.
supplement-says = The officer writes:
supplement-send = Send
supplement-sent = Your supplement was sent. The agency goes on.

withdraw-title = Withdraw this dossier?
withdraw-stops = These parts will stop:
withdraw-stays = These parts are finished and stay in force:
withdraw-text = It cannot be taken back; you would have to apply anew.
withdraw-submit = Withdraw
withdraw-not = Do not withdraw
withdraw-done = The dossier was withdrawn.

lookup-title = Look up a dossier
lookup-lead = Both codes stand on the confirmation.
lookup-code = Dossier code
lookup-code-hint = For example: H41.17-20261123-0000042
lookup-secret = Look-up code
lookup-secret-hint = 4 characters
lookup-submit = Look up
lookup-more = Sign in to see the whole dossier and its results.

notices-title = Notices
notices-none = There are no notices yet.
notices-none-text = When your dossier changes, a notice appears here; a message is sent after a few minutes.
portal-notice-submitted = Your dossier was sent to the agency that decides
portal-notice-accepted = Your dossier was accepted
portal-notice-supplement-asked = Something is missing in your dossier
portal-notice-refused = A part of your dossier was refused
portal-notice-approved = A part of your dossier has a result
portal-notice-withdrawn = The dossier was withdrawn as you asked
portal-notice-consent-asked = Somebody asks for your consent to a permanent residence
portal-notice-number-came = The child has a personal number
portal-notice-other = Your dossier has changed

vault-title = My documents
vault-lead = Electronic results of you and your family, at hand at any time.
vault-none = There are no documents yet.
vault-none-text = Results come here by themselves.
result-birth_certificate = Birth certificate
result-residence_notice = Notice of permanent residence
result-health_card = Health-insurance card
result-identity_card_notice = Appointment for the identity card
result-other = Result
result-number = No. { $number }
result-revoked = This document was revoked on { $at }.
result-agency = Issued by
result-issued = Issued on
result-unsigned = This electronic copy is not digitally signed yet.
result-pdf = Download PDF ({ $size })
result-check = How others can check it
result-check-text = Whoever has this QR learns whether the document stands, and a masked name, nothing else.
result-check-link = Open the check page
result-qr = Scan to check the document
making-title = The PDF is being made
making-text = The PDF is being made, usually within minutes. The result is in force already.
making-again = Load this page again in a few minutes.
stands-yes = In force
stands-replaced = Replaced by a newer one
stands-revoked = Revoked
stands-yes-text = This document was issued by the agency below and is in force.
stands-replaced-text = This document was issued indeed, but a newer one has replaced it.
stands-revoked-text = This document was revoked and is no longer valid.
standing-title = Check a document
standing-kind = Document
standing-number = Number
standing-name = Issued to
standing-text = The name is masked for privacy. Compare number and day with the document you were shown.

content-name = Full name
content-birth = Date of birth
content-sex = Sex
content-ethnicity = Ethnicity
content-birth_place = Place of birth
content-origin = Hometown
content-personal_id = Personal number
content-insurance_number = Health-insurance number
content-clinic = First clinic
content-address = Permanent residence
content-head = Head of household
content-relation = Relation to the head
content-file_no = Residence file
content-valid_from = Valid from
content-from = Resident since
content-registered_on = Registered on
content-issued_on = Card issued on
content-sent_on = Request sent on
content-mother = Mother
content-father = Father

seen-title = Who looked at my data
seen-lead = Each look at your data in this system is recorded: who, what for, on which ground.
seen-tabs = Whose data
seen-me = Mine
seen-none = Nobody has looked yet.
seen-you = You
seen-citizen = Somebody of the family, when applying
seen-other-citizen = Another citizen, when applying
seen-stranger = Somebody not signed in
seen-officer = An officer of { $agency }
seen-system = The system, by itself
seen-fields = Seen:
seen-field-name = name
seen-field-birth = date of birth
seen-field-sex = sex
seen-field-number = personal number
seen-field-numbers = personal numbers
seen-field-residence = residence
seen-field-papers = identity papers
seen-field-civil_status = civil status
seen-field-contact = contact
seen-field-history = history of changes
seen-field-household = household
seen-field-relatives = relatives
seen-field-paper = papers of a dossier
seen-field-result = issued results
seen-field-display_name = shown name

purpose-fill_form = Filling in a form with what is known
purpose-keep_draft = Keeping a draft
purpose-submit_dossier = Submitting a dossier
purpose-track_dossier = Following a dossier
purpose-look_up_dossier = Looking a dossier up by its codes
purpose-answer_supplement = Supplementing a dossier
purpose-withdraw_dossier = Withdrawing a dossier
purpose-own_vault = Seeing one's own documents
purpose-check_result = Checking whether a document stands
purpose-own_trail = Seeing who looked at one's data
purpose-own_notices = Seeing one's own notices
purpose-unnamed = An agency's work

# A draft that went on under another procedure
draft-moved-title = The procedure was replaced since you began
draft-moved = The draft now belongs to “{ $procedure }”; every answer that still fits was kept.
draft-moved-dropped = To be answered again: { $questions }.
draft-moved-added = New questions: { $questions }.
# Consents
home-consents-text = Answer when somebody asks to register in your household or home.
consents-title = Consents
consents-lead = When somebody asks to register permanent residence in your household or home, you answer here. No notary is needed.
consents-none = Nobody waits for your answer.
consents-none-text = When somebody asks to register in your household or home, the question appears here and you are notified.
consents-procedure = Procedure
consents-address = Where they want to live
consents-as = You are asked as
consents-as-head = Head of the household
consents-as-owner = Owner of the dwelling
consents-as-parent = Father, mother or guardian
consents-asked = Asked at
consents-hint = The answer is kept with the dossier and cannot be changed here.
consents-agree = I consent
consents-decline = I do not consent
consents-given = Your consent was recorded.
consents-declined = It was recorded that you do not consent.
purpose-give_consent = Answering a request for consent to a permanent residence
who-consenter = The person asked for consent
track-consents = Consents
consent-stated-vneid = waiting for an answer in the account
consent-stated = stated, an officer will look at it
consent-given = given
consent-declined = refused
consent-checked = seen by an officer
leg-extended = The agency apologises for the delay: promised for { $before }, now for { $after }. Reason: { $why }
event-extended = Apology and another date for the result
event-undone = The officer took back what was just done
event-received-at-counter = The one-stop counter took the dossier in and handed it over
event-returned = Result handed over at the counter
portal-notice-extended = The agency apologises for the delay and gives another date
portal-notice-returned = A result was handed over at the counter
problem-files-too-many = At most { $max } files can be sent at once. Those after them were not taken: send them here again.
track-secret = Get another look-up code
track-secret-text = Did somebody get hold of your look-up code? With a new one the old one ends at once.
event-secret-reissued = The look-up code was replaced
portal-notice-secret-reissued = Your dossier's look-up code was replaced
seen-field-lookup_secret = look-up code of a dossier
purpose-reissue_secret = The look-up code of a dossier is replaced
track-fee = Fee
track-fee-due = { $amount }, not paid yet. Pay at the one-stop desk of the commune.
track-fee-collected = { $amount }, collected on { $at }
track-fee-exempt = Not owed
track-fee-unconfirmed = { $article } (the amount is not confirmed)
event-fee-collected = Fee collected at the counter
event-fee-exempt = The fee is not owed
event-departure-noted = The police of the old commune took note that you moved
