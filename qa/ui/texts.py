"""Every text that the page shows, in one place, so that it can be read through and translated."""

NAME = "News QA"
TAGLINE = "Ask about the news. Each sentence of an answer comes with the words of the article that carry it."

LIBRARY_LOADING = "Opening the library…"
LIBRARY_FAILED = "The library could not be opened."
LIBRARY_PROBLEM = "Something went wrong while the library was opened. The server's log says what."
LIBRARY_EMPTY = "The library holds no articles yet. Add some with the command qa add."
LIBRARY_ONE = "1 article"
LIBRARY_MANY = "{count} articles"

WELCOME = "What do you want to know?"
WELCOME_MORE = "Ask in plain words, or start with one of these."
EXAMPLES = (
    "Who opened the talks in Astana?",
    "How many people have died in the war, according to the United Nations?",
    "What did Randa Kassis say about foreign mercenaries?",
    "Why did the political process stall, according to Steifo?",
    "Who won the 2014 World Cup?",
)

QUESTION_LABEL = "Your question"
QUESTION_PLACEHOLDER = "Ask a question about the news"
QUESTION_HINT = "Enter asks, Shift + Enter starts a new line."
QUESTION_EMPTY = "Type a question first."
ENGINE_LABEL = "Answer in"
ENGINE_EXTRACTIVE = "the articles' own words"
ENGINE_MODEL = "the words of {name}"
WRITTEN_BY = "Written by {name}; each sentence was checked against the words it cites."
ASK = "Ask"
STOP = "Stop"
NEW_CONVERSATION = "New conversation"

CONVERSATION = "Conversation"
ASKED = "You asked"
WAITING = "Looking in the articles…"
WAITING_FOR_LIBRARY = "The library is still being opened. Your question comes first when it is ready."
WAITING_FOR_OTHERS = "Others asked before you. Your question is next in line."
LOOKING = "Looking in:"
LOOKING_MORE = "and {count} more"
UNDERSTOOD = "Understood as:"
STOPPED = "Stopped."
NOT_SUPPORTED = "Not supported by the words it cites."
BUSY = "Many questions are being answered right now. Ask again in a moment."
FAILED = "The question could not be answered, because something went wrong here. The server's log says what."

DECLINED = "The articles do not say"
LOOKED_AT = "Looked at, but not an answer"

SOURCES = "Sources"
SOURCES_MANY = "Sources ({count})"
SOURCES_EMPTY = "The words that carry an answer are listed here. Choose a number to read them in their article."
SOURCES_CLOSE = "Back to the conversation"
SHELF = "In the library"
SHELF_MORE = "and {count} more"

MARK_LABEL = "Source {number}: {publisher}, {date}"
READ_LABEL = "Source {number}: read “{title}” at the quote"
ALSO_IN_ONE = "also in 1 other"
ALSO_IN_MANY = "also in {count} others"
PUBLISHER_UNKNOWN = "publisher unknown"
DIGEST_BY = "Digest of the original by {publisher}"
DIGEST_UNKNOWN = "Digest of the original, publisher unknown"

BACK = "Back to sources"
SOURCE = "Source {number}"
PASSAGE = "Looked at, but not an answer"
DIGEST_NOTE = "This text is a digest: this project tells in its own words what the original says."
TITLE_DERIVED = "The original has no title; this one was made from its first sentence."
ORIGINAL = "Read the original on {host}"
BY = "By {authors}"
CHANGED = "This article has changed since the answer was given, so the quoted words cannot be shown in their place."
ARTICLE_LOADING = "Opening the article…"
ARTICLE_FAILED = "The article could not be opened. Check that the server is still running, then try again."
