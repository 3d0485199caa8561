# Secrets that were replaced when a reply was recorded: [redacted:…] stands where they were.
package lib.withheld

import rego.v1

# The text held a secret. In a text that was encoded in base64 and is so again, the mark looks in
# one of three ways, as its place in the text falls.
marked(text) if contains(text, "[redacted:")

marked(text) if regex.match(`W3JlZGFjdGVkO|tyZWRhY3RlZD|bcmVkYWN0ZWQ6`, text)

# The text could not be searched, so that the whole of it was replaced: it is compressed, or no text.
unsearched(text) if text in {"cGFzc3dvcmQ9W3JlZGFjdGVkOmFzc2lnbmVkXQ==", "[redacted:entropy]"}
