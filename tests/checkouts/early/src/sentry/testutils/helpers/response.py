def close_streaming_response(response) -> bytes:
    return b"".join(response.streaming_content)
