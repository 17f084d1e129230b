namespace Shannon.Analytics.AI;

/// <summary>When the records of a call are stored.</summary>
public enum ChatRecordingMode
{
    /// <summary>
    /// After the answer was handed on, in the background. The answer never waits for the store. A crash of the process loses the records of calls that
    /// ended since the last flush (<see cref="AnalyticsEngineOptions.CollectionInterval"/> at most); when the buffer is full records are dropped and counted.
    /// </summary>
    Background,

    /// <summary>Before the answer, or the end of its stream, reaches the caller, who then waits for one commit and sees what it reads back.</summary>
    Awaited,
}
