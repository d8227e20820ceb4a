# Signing in, open sessions.
sign-in-title = Sign in
sign-in-go-on = Sign in to go on. What you saved is still there.
sign-in-username = Personal number or user name
sign-in-username-hint = For example: 040 199 001 234. Officers enter the user name they were given.
sign-in-password = Password
sign-in-show-password = Show password
sign-in-hide-password = Hide password
sign-in-submit = Sign in
sign-in-help = Cannot sign in?
sign-in-help-password = Capital letters, small letters and accents count. If you forgot your password, bring your identity card to the one-stop office or the commune police.
sign-in-help-shared = If you share this computer with others, sign out when you are done.

sessions-title = Where I am signed in
sessions-intro = These devices are signed in to your account. If you do not know one, end it.
sessions-device = Device
sessions-began = Signed in
sessions-seen = Last used
sessions-act = What you can do
sessions-this-one = This device
sessions-end = End
sessions-end-others = Sign out of every other device
sessions-unknown-device = Unknown device
sessions-ended-one = The session has ended.
sessions-ended-others = Every other device is signed out.
