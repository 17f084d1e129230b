using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Shannon.Analytics.Alerting;

/// <summary>Hands what alerts with the action <c>notify</c> have to say to whoever listens. Thread-safe.</summary>
public sealed class AlertNotifications
{
    private ImmutableArray<Listener> _listeners = [];
    private long _missed;
    private volatile bool _isClosed;

    internal AlertNotifications()
    {
    }

    /// <summary>How many notifications listeners have lost, over all of them.</summary>
    internal long Missed => Interlocked.Read(ref _missed);

    /// <summary>
    /// Listens from this call on, before the first read. A listener that is slower than its capacity allows loses the oldest that wait for it; the next one
    /// it reads says how many in <see cref="AlertNotification.Missed"/>. Ends with the engine.
    /// </summary>
    /// <param name="capacity">How many notifications may wait, 1 to 1,000,000; 1,000 by default.</param>
    /// <param name="cancellationToken">Ends it, also if nobody ever reads.</param>
    public IAsyncEnumerable<AlertNotification> StreamAsync(int capacity = 1_000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1_000_000);
        var listener = new Listener(this, capacity);
        ImmutableInterlocked.Update(ref _listeners, static (list, added) => list.Add(added), listener);
        if (_isClosed)
        {
            listener.Complete();
        }

        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static state => ((Listener)state!).Leave(), listener);
        return ReadAsync(listener, registration, cancellationToken);
    }

    internal void Publish(AlertNotification notification)
    {
        foreach (Listener listener in _listeners)
        {
            listener.Write(notification);
        }
    }

    internal void Close()
    {
        _isClosed = true;
        foreach (Listener listener in _listeners)
        {
            listener.Complete();
        }
    }

    private static async IAsyncEnumerable<AlertNotification> ReadAsync(Listener listener, CancellationTokenRegistration registration, CancellationToken callToken, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(callToken, cancellationToken);
            while (await listener.WaitAsync(both.Token).ConfigureAwait(false))
            {
                while (listener.TryRead(out AlertNotification? notification))
                {
                    yield return notification;
                }
            }
        }
        finally
        {
            listener.Leave();
            await registration.DisposeAsync().ConfigureAwait(false);
        }
    }

    private sealed class Listener
    {
        private readonly AlertNotifications _owner;
        private readonly Channel<AlertNotification> _queue;
        private long _missed;

        internal Listener(AlertNotifications owner, int capacity)
        {
            _owner = owner;
            _queue = Channel.CreateBounded<AlertNotification>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest }, OnDropped);
        }

        internal void Write(AlertNotification notification) => _queue.Writer.TryWrite(notification);

        internal void Complete() => _queue.Writer.TryComplete();

        internal void Leave()
        {
            ImmutableInterlocked.Update(ref _owner._listeners, static (list, removed) => list.Remove(removed), this);
            Complete();
        }

        internal ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _queue.Reader.WaitToReadAsync(cancellationToken);

        internal bool TryRead([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AlertNotification? notification)
        {
            bool read = _queue.Reader.TryRead(out notification);
            if (read && Interlocked.Exchange(ref _missed, 0) is > 0 and var missed)
            {
                notification = notification! with { Missed = missed };
            }

            return read;
        }

        private void OnDropped(AlertNotification notification)
        {
            Interlocked.Increment(ref _missed);
            Interlocked.Increment(ref _owner._missed);
        }
    }
}
