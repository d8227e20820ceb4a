sms-submitted = Dossier { $code } was submitted. Follow it under My dossiers.
sms-accepted = Dossier { $code } was accepted.
sms-supplement-asked = Dossier { $code } needs something more. Open it to see what.
sms-refused = Dossier { $code }: one part was refused. Open it to see why.
sms-approved = Dossier { $code }: a result is there, see your vault.
sms-number-came = Dossier { $code }: the child's personal number has come.
sms-withdrawn = Dossier { $code } was withdrawn at your wish.
sms-consent-asked = Dossier { $code } needs your consent. Open Consents to answer.
