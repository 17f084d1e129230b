namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// Thrown when encoded bytes are truncated, corrupt or of an unknown codec. The message says what was wrong;
/// it never quotes decoded values, because those are user data.
/// </summary>
internal sealed class CodecException : Exception
{
    public CodecException(string message)
        : base(message)
    {
    }

    public CodecException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static CodecException UnknownCodec(string column, byte codec) =>
        new($"Unknown {column} codec byte 0x{codec:X2}; the bytes are corrupt or were written by a newer version.");
}
