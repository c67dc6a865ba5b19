"""The memory contrast of real models, against pandas and scipy on the same verdicts."""

import pytest

pytestmark = pytest.mark.real_data

BASE = "OAI_Eval_gpt-4_cot-True_fs-5"
NEW = {
    "OAI_Eval_gpt-3.5-turbo_cot-True_fs-5": -0.3,
    "Anthropic_Eval_claude-3-opus-20240229_cot-True_fs-5": 1.0,
    "Together_Eval_Qwen_Qwen1.5-72B_cot-True_fs-5": -1.0,
    "Together_Eval_google_gemma-7b_cot-True_fs-5": 1.8,
}
