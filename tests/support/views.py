"""The states of an asynchronous generator, for a test that takes them one by one."""

import asyncio


def taken(states):
    """Its states; closing this closes it."""

    async def following():
        return await anext(states)

    async def closed():
        await states.aclose()

    with asyncio.Runner() as runner:
        try:
            while True:
                yield runner.run(following())
        except StopAsyncIteration:
            return
        finally:
            runner.run(closed())
