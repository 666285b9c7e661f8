"""The tools of /mcp through the official Python client, of the newest revision and of the older ones.

    cancu serve --data FOLDER --listen 127.0.0.1:8747
    pip install -r tests/assistant/requirements.txt
    python tests/assistant/client.py http://127.0.0.1:8747/mcp

The client validates what a tool gives against the schema that the server describes. Prints what came of each call; ends
with an error where something is not as the protocol wants it.
"""

import asyncio
import sys

from mcp.client.client import Client

QUESTION = "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?"
CLAIM = {
    "text": "Cha, mẹ có trách nhiệm đăng ký khai sinh trong thời hạn 60 ngày kể từ ngày sinh con.",
    "citations": [{"reference": "khoản 2 Điều 10 Nghị định số 901/2024/NĐ-CPMAU"}],
}


async def called(client, name, arguments):
    result = await client.call_tool(name, arguments)
    text = result.content[0].text
    assert not result.is_error, f"{name}: {text}"
    assert result.structured_content is not None, name
    print(f"{name}: {len(text)} characters; {text.splitlines()[0][:90]}")
    return result.structured_content


async def tried(address, mode):
    async with Client(address, mode=mode) as client:
        tools = await client.list_tools()
        names = [tool.name for tool in tools.tools]
        print(f"{mode}: {client.protocol_version}: {', '.join(names)}")
        assert names == ["search", "show", "ask", "verify"], names
        found = await called(client, "search", {"query": QUESTION, "limit": 3})
        for one in found["provisions"][:1]:
            address = {"document": one["slug"], "provision": one["path"]}
            await called(client, "show", address)
        await called(client, "show", {"reference": "Nghị định số 901/2024/NĐ-CPMAU"})
        await called(client, "ask", {"question": QUESTION})
        checked = await called(client, "verify", {"claims": [CLAIM]})
        print("  verdict:", checked["claims"][0]["verdict"])
        wrong = await client.call_tool("search", {"question": "sai tên"})
        assert wrong.is_error, "a wrong argument is told"


async def main():
    for mode in ["auto", "legacy"]:
        await tried(sys.argv[1], mode)


asyncio.run(main())
