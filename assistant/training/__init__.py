"""How our models were made: data to rows, rows to weights. Nothing here is needed to answer a question.

python -m assistant.training.reader SQUAD ANSWER_SENTENCES OUT
python -m assistant.training.verifier DATA OUT     DATA: squad1.1_train.json.gz, claims.jsonl.gz
"""
