"""Run with evalscope: its cache of predictions and reviews, filled as its evaluator does it."""

import sys

from evalscope.api.dataset import Sample
from evalscope.api.evaluator.cache import CacheManager
from evalscope.api.evaluator.state import TaskState
from evalscope.api.messages import ChatMessageAssistant, ChatMessageUser
from evalscope.api.metric import SampleScore, Score
from evalscope.api.model import ChatCompletionChoice, ModelOutput
from evalscope.utils.io_utils import OutputsStructure
from own import CUT, PROBLEMS, RESPONSES

cache = CacheManager(OutputsStructure(sys.argv[1]), "mock", "own")
index = 0
for group, (name, question, gold) in enumerate(PROBLEMS):
    for place, text in enumerate(RESPONSES[name]):
        user = ChatMessageUser(content=f"{question}\nPut the final answer within \\boxed{{}}.")
        said = ChatMessageAssistant(content=text)
        choice = ChatCompletionChoice(
            message=said, stop_reason="max_tokens" if text == CUT else "stop"
        )
        state = TaskState(
            model="mock",
            sample=Sample(input=[user], target=gold, id=index, group_id=group),
            messages=[user, said],
            output=ModelOutput(model="mock", choices=[choice]),
            completed=True,
        )
        cache.save_prediction_cache("default", state)
        score = Score(value={"acc": 1.0}, extracted_prediction="", prediction=text)
        cache.save_review_cache(
            "default",
            state,
            SampleScore(score=score, sample_id=index, group_id=group, generation_index=place),
        )
        index += 1
cache.close()
