using System.Globalization;
using System.Text;

namespace Shannon.Analytics.Tests.ClaudeCode.Client;

/// <summary>A request over HTTP/1.1, its body sent whole or in chunks.</summary>
internal sealed record StubRequest(string Path, string Body)
{
    public static async Task<StubRequest> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<string>();
        while (await ReadLineAsync(stream, cancellationToken) is { Length: > 0 } line)
        {
            head.Add(line);
        }

        string Header(string name) => head.Find(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim() ?? string.Empty;
        byte[] body = Header("transfer-encoding").Contains("chunked", StringComparison.OrdinalIgnoreCase)
            ? await ReadChunksAsync(stream, cancellationToken)
            : await ReadExactlyAsync(stream, int.TryParse(Header("content-length"), NumberStyles.None, CultureInfo.InvariantCulture, out int length) ? length : 0, cancellationToken);
        return new StubRequest(head.Count > 0 ? head[0].Split(' ')[1] : string.Empty, Encoding.UTF8.GetString(body));
    }

    private static async Task<byte[]> ReadChunksAsync(Stream stream, CancellationToken cancellationToken)
    {
        var all = new List<byte>();
        while (int.Parse(await ReadLineAsync(stream, cancellationToken), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            all.AddRange(await ReadExactlyAsync(stream, size, cancellationToken));
            await ReadLineAsync(stream, cancellationToken);
        }

        await ReadLineAsync(stream, cancellationToken);
        return [.. all];
    }

    private static async Task<byte[]> ReadExactlyAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) == 1 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }
}
