"""The light stemmer of Arabic that retrieval has agreed on: a few letters off both ends.

Source: L. Larkey, L. Ballesteros, M. Connell, "Light Stemming for Arabic Information Retrieval",
2007, table 1: light10. It takes its word in one spelling (``tipline.spelling``): the article and
the endings of two and of many fall away, and no root is guessed at.
"""

ARTICLES = ("وال", "فال", "بال", "كال", "ال", "لل")
ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")  # ta marbuta is spelled ه
AND = "و"
LEFT = 2  # letters that remain at least
LEFT_AFTER_AND = 3


def stem(word: str) -> str:
    """Return the stem of an Arabic word.

    1. "And" goes before a word of three letters or more.
    2. The article goes, with the letter that is written to it.
    3. Every ending goes, in the order of the table, each once.
    """
    if word.startswith(AND) and len(word) > LEFT_AFTER_AND:  # 1
        word = word[1:]
    for article in ARTICLES:  # 2
        if word.startswith(article) and len(word) - len(article) >= LEFT:
            word = word[len(article) :]
            break
    for ending in ENDINGS:  # 3
        if word.endswith(ending) and len(word) - len(ending) >= LEFT:
            word = word[: -len(ending)]
    return word
