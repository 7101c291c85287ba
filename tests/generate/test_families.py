"""Families of models, each in small with random weights: config, prompt format, first to last token."""

import pytest

from rag.generate.causal_lm import CausalLanguageModel
from rag.generate.local_models import described
from tests.tiny_model import CHAT_TEMPLATE, make_tiny_model

LLAMA3 = (
    "{% for message in messages %}<|start_header_id|>{{ message['role'] }}<|end_header_id|>\n\n"
    "{{ message['content'] }}<|eot_id|>{% endfor %}<|start_header_id|>assistant<|end_header_id|>\n\n"
)
MISTRAL = (
    "{% for message in messages %}{% if message['role'] == 'user' %}[INST] {{ message['content'] }}[/INST]"
    "{% elif message['role'] == 'system' %}{{ raise_exception('no system role') }}"
    "{% else %} {{ message['content'] }}{% endif %}{% endfor %}"
)
GEMMA = (
    "{% for message in messages %}{% if message['role'] == 'system' %}"
    "{{ raise_exception('System role not supported') }}{% endif %}<start_of_turn>{{ message['role'] }}\n"
    "{{ message['content'] }}<end_of_turn>\n{% endfor %}<start_of_turn>model\n"
)
PHI = (
    "{% for message in messages %}<|{{ message['role'] }}|>\n{{ message['content'] }}<|end|>\n{% endfor %}"
    "<|assistant|>\n"
)
FAMILIES = {
    "llama": ("LlamaForCausalLM", LLAMA3),
    "qwen2": ("Qwen2ForCausalLM", CHAT_TEMPLATE),
    "qwen3": ("Qwen3ForCausalLM", CHAT_TEMPLATE),
    "mistral": ("MistralForCausalLM", MISTRAL),
    "gemma2": ("Gemma2ForCausalLM", GEMMA),
    "phi3": ("Phi3ForCausalLM", PHI),
}
MESSAGES = [
    {"role": "system", "content": "Antworte auf Deutsch."},
    {
        "role": "user",
        "content": "<passage 1: 报告>\nЗавод выпустил 340 автобусов.\n</passage 1>\n\nFrage: Wie viele?",
    },
]


@pytest.fixture(params=FAMILIES)
def model(request, tmp_path):
    """The family's name and the folder of its smallest model."""
    transformers = pytest.importorskip("transformers")
    import torch

    name, template = FAMILIES[request.param]
    folder = make_tiny_model(tmp_path / request.param, template=template)
    config = transformers.AutoConfig.for_model(
        request.param, vocab_size=259, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, head_dim=8, max_position_embeddings=512,
        bos_token_id=1, eos_token_id=2, pad_token_id=2, sliding_window=64,
    )  # fmt: skip
    config.architectures = [name]
    torch.manual_seed(3)
    getattr(transformers, name)(config).save_pretrained(str(folder))
    return request.param, folder


@pytest.mark.slow
def test_a_model_of_the_family_is_known_loaded_and_writes(model):
    """The same words every time; it is listed with its family and number of parameters."""
    family, folder = model
    found = described(folder)
    assert found is not None
    assert found.family == family
    assert found.parameters > 1000
    generator = CausalLanguageModel(str(folder), "float32", 1, max_new_tokens=8)
    first = "".join(generator.stream(MESSAGES, lambda: False))
    assert "".join(generator.stream(MESSAGES, lambda: False)) == first
    assert list(generator.stream(MESSAGES, lambda: True)) == []
