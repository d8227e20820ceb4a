problem-not-allowed = Your account may not do this.
problem-not-found = Nothing is here, or you may not know of it.
problem-form-expired = The form has expired. Go back, reload the page and send it again; what was saved is still there.
problem-form-too-large = Too much was sent.
problem-upload-broken-off = The file did not arrive whole. Please try again; what you entered is still there.
