"""How the two judges were made: data to pairs, pairs to weights. Nothing here is needed to answer a question.

python -m assistant.training.reranker DATA OUT     DATA: squad1.1_train.json.gz, answer_sentences.jsonl.gz
python -m assistant.training.verifier DATA OUT     DATA: squad1.1_train.json.gz, claims.jsonl.gz
"""
