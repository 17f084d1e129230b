namespace Shannon.Analytics.Realtime;

/// <summary>What becomes of records when a subscriber's queue is full. The writer never waits, whatever is chosen.</summary>
public enum StreamOverflow
{
    /// <summary>The oldest records of the queue go: the subscriber sees a gap, then what is newest. All subscribers of one kind share one queue.</summary>
    DropOldest,

    /// <summary>New records go: the subscriber sees what it had, then a gap.</summary>
    DropNewest,

    /// <summary>
    /// New records wait up to <see cref="MetricStreamRequest.WaitTimeout"/> for room, in a second queue of the same capacity; those that find none
    /// in that time, or no room to wait, go.
    /// </summary>
    Wait,
}
