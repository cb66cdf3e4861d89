"""The details of an entry are shown under Chinese words."""

import re

from greenlist.casework.journal.acts import detail_words


def test_every_key_of_a_detail_has_a_chinese_word():
    words = detail_words()
    assert {"digest", "version", "rows", "on"} <= set(words)
    assert [key for key, word in words.items() if not isinstance(key, str) or not re.search("[\u4e00-\u9fff]", word)] == []
