using System.Collections.Immutable;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>Tells listeners what happens; one that fails is counted and fails nothing else. Thread-safe.</summary>
internal sealed class SessionPublisher
{
    private ImmutableArray<ISessionListener> _listeners = [];
    private long _failed;

    internal long Failed => Interlocked.Read(ref _failed);

    internal IDisposable Subscribe(ISessionListener listener)
    {
        ImmutableInterlocked.Update(ref _listeners, static (list, added) => list.Add(added), listener);
        return new Subscription(this, listener);
    }

    internal async Task PublishAsync(SessionActivity activity)
    {
        foreach (ISessionListener listener in _listeners)
        {
            try
            {
                // Not cancelled together with the prompt: what was spent must be on record.
                await listener.OnActivityAsync(activity, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Interlocked.Increment(ref _failed);
            }
        }
    }

    private sealed class Subscription(SessionPublisher owner, ISessionListener listener) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                ImmutableInterlocked.Update(ref owner._listeners, static (list, removed) => list.Remove(removed), listener);
            }
        }
    }
}
