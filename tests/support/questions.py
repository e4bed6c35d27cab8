"""All that a file of questions holds."""

from assistant.batch.questions import QuestionFile


def read_questions(path, **options):
    """The questions and the problems of a file, or of standard input if `path` is None, one by one."""
    with QuestionFile.open(path, **options) as file:
        yield from file
