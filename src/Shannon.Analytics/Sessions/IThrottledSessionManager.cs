namespace Shannon.Analytics.Sessions;

/// <summary>
/// A session manager that can be slowed down: before each prompt it asks the throttle, and if the answer is no, the prompt is a failed
/// <see cref="PromptResult"/> with the error type <see cref="ThrottledError"/>, without any metrics. The engine sets the throttle.
/// </summary>
public interface IThrottledSessionManager : ISessionManager
{
    /// <summary>The <see cref="PromptResult.ErrorType"/> of a prompt that was not allowed to start.</summary>
    const string ThrottledError = "Throttled";

    /// <summary>Whom to ask; <see langword="null"/> to ask nobody. Set by the engine while it runs.</summary>
    IThrottle? Throttle { get; set; }
}
