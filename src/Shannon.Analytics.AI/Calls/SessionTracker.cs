namespace Shannon.Analytics.AI.Calls;

/// <summary>
/// Knows to which session a call belongs. A conversation is a session even where its id changes with each turn, as that of a server that keeps the history
/// does: the new id continues the session of the old one. Bounded: the conversations used longest ago are forgotten. Thread-safe.
/// </summary>
internal sealed class SessionTracker
{
    private const int MaxConversations = 4_096;
    private readonly Lock _lock = new();
    private readonly string _clientSession = Guid.NewGuid().ToString("N");
    private readonly Dictionary<string, string> _sessionOf = new(StringComparer.Ordinal);
    private readonly Queue<string> _conversations = new();
    private readonly HashSet<string> _started = new(StringComparer.Ordinal);
    private readonly Queue<string> _startedInOrder = new();

    /// <summary>The session of a call that begins; null if it begins a conversation, whose id the response may bring.</summary>
    internal string? Find(string? callerSession, string? conversation)
    {
        if (!string.IsNullOrEmpty(callerSession))
        {
            return callerSession;
        }

        if (string.IsNullOrEmpty(conversation))
        {
            return null;
        }

        lock (_lock)
        {
            return _sessionOf.GetValueOrDefault(conversation, conversation);
        }
    }

    /// <summary>The session of a call that has ended: the one it began in, else the conversation that the response names, else the client's own.</summary>
    internal string Settle(string? found, string? responseConversation)
    {
        if (string.IsNullOrEmpty(responseConversation))
        {
            return found ?? _clientSession;
        }

        string session = found ?? responseConversation;
        lock (_lock)
        {
            if (_sessionOf.TryAdd(responseConversation, session))
            {
                _conversations.Enqueue(responseConversation);
                if (_conversations.Count > MaxConversations)
                {
                    _sessionOf.Remove(_conversations.Dequeue());
                }
            }
        }

        return session;
    }

    /// <summary>Whether this is the session's first call, as far as the client remembers.</summary>
    internal bool IsNew(string session)
    {
        lock (_lock)
        {
            if (!_started.Add(session))
            {
                return false;
            }

            _startedInOrder.Enqueue(session);
            if (_startedInOrder.Count > MaxConversations)
            {
                _started.Remove(_startedInOrder.Dequeue());
            }

            return true;
        }
    }
}
