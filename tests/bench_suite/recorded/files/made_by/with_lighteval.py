"""Run with lighteval: its tracker saves the details of three documents with two samples each."""

import sys

from lighteval.logging.evaluation_tracker import EvaluationTracker
from lighteval.models.abstract_model import ModelConfig
from lighteval.models.model_output import ModelResponse
from lighteval.tasks.requests import Doc, SamplingMethod
from own import PROBLEMS, RESPONSES

tracker = EvaluationTracker(output_dir=sys.argv[1], save_details=True)
tracker.general_config_logger.log_model_info(ModelConfig(model_name="mock"))
for index, (name, question, gold) in enumerate(PROBLEMS):
    document = Doc(
        query=question,
        choices=["4.5", "9/2"] if name == "half" else [gold],
        gold_index=[0, 1] if name == "half" else [0],
        id=str(index),
        task_name="own",
        sampling_methods=[SamplingMethod.GENERATIVE],
        num_samples=2,
    )
    response = ModelResponse(
        input=question, text=RESPONSES[name], output_tokens=[[1, 2], [1, 2, 3]]
    )
    tracker.details_logger.log("own", document, response, {"extractive_match": 1.0})
tracker.save()
