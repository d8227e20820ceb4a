# Why a file is not taken.
problem-file-too-large = The file is larger than { $max_mb } MB. Take the picture again at a lower resolution or split the file.
problem-file-kind-unknown = Only JPEG, PNG and HEIC pictures and PDF files are taken. The content of this file is none of them, whatever its name says.
problem-file-executable = This file is a program, not a paper. Choose a picture or a PDF file.
problem-file-archive = This is a compressed file, or a Word or Excel file. Unpack it or save it as PDF, then send each file.
problem-file-empty = This file has no content. Choose the file again.
problem-file-image-too-big-dimensions = The picture is too large (more than { $max_megapixels } megapixels). Take or save it smaller.
problem-file-damaged = This file cannot be read; it may be damaged. Try to open it on your device, or take the picture again.
problem-file-truncated = The file was not sent completely. Please send it again.
problem-file-upload-broken = The connection broke while the file was being sent. Please send it again; what you entered is kept.
problem-file-upload-gap = A part of the file has not arrived. The browser will go on from where it stopped.
problem-file-upload-differs = This file differs from the one whose sending was begun. Choose the file again.
problem-file-upload-unknown = This upload no longer exists. Choose and send the file again.
problem-file-too-many-open = { $max } uploads are under way already. Wait until they have ended and send this one then.
problem-file-day-full = This account has sent its { $max_mb } MB for today. What you filled in is kept; please go on tomorrow.
problem-file-disk-full = There is no room for papers at the moment. What you filled in is kept; please try again later.
