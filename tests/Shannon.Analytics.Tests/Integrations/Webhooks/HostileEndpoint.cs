using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Shannon.Analytics.Tests.Integrations.Webhooks;

/// <summary>An endpoint on loopback that speaks plain HTTP over sockets and behaves as badly as a test asks for.</summary>
internal sealed class HostileEndpoint : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<Received> _received = [];
    private readonly Task _loop;
    private int _connections;
    private long _sent;

    public HostileEndpoint()
    {
        _listener.Start();
        _loop = AcceptAsync();
    }

    /// <summary>Writes the answer; 204 by default.</summary>
    public Func<Received, NetworkStream, CancellationToken, Task> Answer { get; set; } = (_, stream, token) => SayAsync(stream, "204 No Content", token);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"http://127.0.0.1:{Port}/hook");

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public IReadOnlyList<Received> Requests => [.. _received];

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Bytes of bodies that the other side took.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Answers every request with a status.</summary>
    public void Always(string status, params string[] headers) => Answer = (_, stream, token) => SayAsync(stream, status, token, headers);

    /// <summary>Answers with these statuses in turn, the last one for good.</summary>
    public void InTurn(params string[] statuses)
    {
        int next = -1;
        Answer = (_, stream, token) => SayAsync(stream, statuses[Math.Min(Interlocked.Increment(ref next), statuses.Length - 1)], token);
    }

    public static Task SayAsync(NetworkStream stream, string status, CancellationToken cancellationToken, params string[] headers) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n{string.Concat(headers.Select(static header => header + "\r\n"))}\r\n"), cancellationToken).AsTask();

    /// <summary>An answer whose body is as long as the other side lets it be, up to a length.</summary>
    public async Task PourAsync(NetworkStream stream, long length, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(FormattableString.Invariant($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n")), cancellationToken);
        byte[] drop = new byte[64 << 10];
        while (Sent < length)
        {
            await stream.WriteAsync(drop, cancellationToken);
            Interlocked.Add(ref _sent, drop.Length);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            Interlocked.Increment(ref _connections);
            _ = ServeAsync(client, _stopping.Token);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                while (await ReadAsync(stream, cancellationToken) is { } request)
                {
                    _received.Enqueue(request);
                    await Answer(request, stream, cancellationToken);
                }
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The other side is gone, or the test is over.
            }
        }
    }

    private static async Task<Received?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, string> headers = lines.Skip(1).Select(static line => line.Split(':', 2)).ToDictionary(static pair => pair[0].Trim(), static pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        byte[] body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new Received(lines[0].Split(' ')[1], headers, body);
    }
}
