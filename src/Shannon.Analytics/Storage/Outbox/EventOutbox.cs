using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Shannon.Analytics.Storage.Outbox;

/// <summary>
/// Events on their way to the outside, in a log of the state store: whoever causes one appends it in the transaction of its cause, so that neither is
/// there without the other. One object for each store object. Thread-safe.
/// </summary>
internal sealed class EventOutbox
{
    /// <summary>The kind of the documents of those who listen. Without any, nothing need be appended.</summary>
    internal const string ListenerKind = "webhook";

    private const string LogName = "outbox";
    private static readonly ConditionalWeakTable<IStateStore, EventOutbox> ByStore = [];

    private readonly IStateStore _state;

    private EventOutbox(IStateStore state) => _state = state;

    /// <summary>Something was appended through this store object.</summary>
    internal event Action? Appended;

    internal static EventOutbox Of(IStateStore state) => ByStore.GetValue(state, static key => new EventOutbox(key));

    /// <summary>An id that depends on nothing but what happened, and tells nothing of it.</summary>
    internal static string IdOf(params ReadOnlySpan<string> parts) =>
        "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))).AsSpan(0, 16));

    /// <summary>The change that appends an event; to be applied together with its cause, and followed by <see cref="SayAppended"/>.</summary>
    internal static StateChange Append(OutboxEvent happened) => StateChange.Append(LogName, OutboxJson.Write(happened));

    internal static StateChange Trim(long through) => StateChange.Trim(LogName, through);

    internal void SayAppended() => Appended?.Invoke();

    /// <summary>Whether anybody listens, in any process.</summary>
    internal async Task<bool> HasListenersAsync(CancellationToken cancellationToken) =>
        (await _state.ListStateAsync(ListenerKind, cancellationToken).ConfigureAwait(false)).Count > 0;

    internal async Task<bool> HasListenerAsync(string id, CancellationToken cancellationToken) =>
        await _state.GetStateAsync(ListenerKind, id, cancellationToken).ConfigureAwait(false) is not null;

    internal async Task<IReadOnlyList<OutboxEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        [.. (await _state.ReadLogAsync(LogName, after, limit, cancellationToken).ConfigureAwait(false)).Select(static entry => new OutboxEntry(entry.Id, entry.At, OutboxJson.TryRead(entry.Value)))];
}
