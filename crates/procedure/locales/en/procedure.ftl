# Messages of the form engine. One for each code in src/codes.rs, in both languages.

problem-answer-missing = Answer this question.
problem-choice-missing = Choose one.
problem-file-missing = Upload this paper.
problem-answer-unfit = The answer given before no longer fits. Answer this question again.
problem-choice-unknown = This option is not in the list. Choose again.

problem-name-too-long = The name has { $given } characters; { $max } is the most.
problem-name-digit = A name has no digits. Write it in letters.
problem-name-emoji = A name has no emoji. Take it away.
problem-name-control = The name has a character that cannot be seen. Delete it and type it again.
problem-name-sign = A name does not use “{ $sign }”: only letters, spaces, apostrophes, hyphens and full stops.
problem-name-no-letter = Write the name in letters.

problem-personal-id-not-digits = A personal number has digits only.
problem-personal-id-length = A personal number has 12 digits; you entered { $digits }.
problem-personal-id-lost-zero = One digit is missing. Do you mean { $offer }, with a 0 in front?

problem-date-incomplete = Give day, month and year.
problem-date-form = Day, month and year are numbers. For example: 20 11 2026.
problem-date-year = The year has 4 digits and must be plausible. For example: 2026.
problem-date-month = The month is a number from 1 to 12.
problem-date-day = There is no such day in that month.
problem-date-in-future = This day has not come yet. Check it.

problem-commune-missing = Choose the province, then the commune.
problem-commune-of-other-province = You changed the province. Choose the commune from the new list.
problem-unit-unknown = This commune is not in the list in force. Choose again.
problem-text-too-long = The text has { $given } characters; { $max } is the most.
problem-text-control = The text has a character that cannot be seen. Delete it and type it again.
problem-text-unprintable = The character “{ $sign }” cannot be printed on papers. Remove it or write it in Latin letters.
problem-phone-form = A telephone number begins with 0 and has 10 or 11 digits. For example: 0912 345 678.
problem-email-form = This is not an e-mail address. For example: name@example.vn.
problem-birth-notice-code-form = The code of a birth notice has the form 02020.GCS.40001.26. Check it on the notice.

problem-person-too-old = This procedure is for children under { $years }.
problem-same-person-twice = This number was given for another person in the dossier.
problem-parent-younger-than-child = A parent cannot be born after the child.

problem-number-says-other-sex =
    { $says ->
        [male] By its structure this number is a man's.
       *[female] By its structure this number is a woman's.
    } If it is as on the card, confirm it to go on.
problem-number-says-other-year = By its structure this number belongs to somebody born in { $says }. If it is as on the card, confirm it to go on.
problem-birth-filed-late = The child was born { $days } days ago; the term for registering is { $limit } days. The dossier is accepted all the same and marked as late. Confirm that the day of birth is right.
problem-parent-age-unusual = By the dates given, a parent was { $age } years old when the child was born. Confirm it if that is so.
problem-married-mother-alone = The register says that you are married. A child born during the marriage is a child of both spouses. Choose “Both father and mother”, or confirm that the father's part shall stay empty; the officer will look into it.
