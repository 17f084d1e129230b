using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Shannon.Analytics.Integrations.Webhooks.Guarding;

namespace Shannon.Analytics.Tests.Integrations.Webhooks;

/// <summary>A network that records what is asked of it and never leaves loopback: names resolve as the test says, and a dial to another address fails.</summary>
internal sealed class RecordingNetwork : IWebhookNetwork
{
    private readonly SystemNetwork _system = new();

    /// <summary>What names resolve to, in turn; the last answer stays.</summary>
    public Dictionary<string, Queue<IPAddress[]>> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentQueue<IPEndPoint> Dials { get; } = [];

    public ConcurrentQueue<string> Questions { get; } = [];

    /// <summary>Where dials to public addresses lead; null for nowhere.</summary>
    public IPEndPoint? Internet { get; set; }

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Questions.Enqueue(host);
        Queue<IPAddress[]> answers = Names.GetValueOrDefault(host) ?? throw new SocketException((int)SocketError.HostNotFound);
        return Task.FromResult<IReadOnlyList<IPAddress>>(answers.Count > 1 ? answers.Dequeue() : answers.Peek());
    }

    public Task<Stream> ConnectAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        Dials.Enqueue(target);
        IPEndPoint? real = IPAddress.IsLoopback(target.Address) ? target : Internet;
        return real is null ? throw new SocketException((int)SocketError.NetworkUnreachable) : _system.ConnectAsync(real, cancellationToken);
    }
}
