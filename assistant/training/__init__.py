"""How our models are made: data to rows, rows to weights. Nothing here is needed to answer a question.

python -m assistant.training.writer SQUAD CLAIMS ANSWER_SENTENCES OUT
python -m assistant.training.reader SQUAD ANSWER_SENTENCES OUT
python -m assistant.training.verifier DATA OUT, then python -m assistant.training.calibrate DATA FOLDER

All three run `loop.py`. They need the extra `train`: pip install -e '.[train]'. docs/models.md names the data.
"""
