"""Turn the sample programme's plain sources into the kinds of files a real programme keeps."""
