"""A tokenizer for a new model: byte-level BPE with one token per digit."""

from collections.abc import Iterable
from typing import Any

# A digit; a word or a command such as \boxed; signs with the blanks about them; white space.
PIECES = r"\d| ?\\?\p{L}+| ?[^\s\p{L}\d]+ ?|\s+"
END = "<|end|>"
PAD = "<|pad|>"


def train_tokenizer(texts: Iterable[str], vocabulary: int, context: int) -> Any:
    """Train a tokenizer on `texts`; it encodes any text, since every byte is a token.

    A number is a row of digits, one token each, so that arithmetic can be learnt by place.
    There is no chat template: a prompt goes in as it is.

    Args:
        texts: what the merges are learnt from.
        vocabulary: tokens in all, with 256 bytes and two special ones among them.
        context: the most tokens that the model reads.

    Returns:
        A ``PreTrainedTokenizerFast``.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PIECES), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=[PAD, END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token=END,
        pad_token=PAD,
        padding_side="left",
        model_max_length=context,
        clean_up_tokenization_spaces=False,
    )
