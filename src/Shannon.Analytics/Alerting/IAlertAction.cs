namespace Shannon.Analytics.Alerting;

/// <summary>Something of the host's own to do when an alert fires or resolves; alerts name it in <see cref="AlertDefinition.Actions"/>.</summary>
public interface IAlertAction
{
    /// <summary>Its name, 1 to 200 characters; other than those of <see cref="AlertActionNames"/>.</summary>
    string Name { get; }

    /// <summary>
    /// Does it, apart from whoever records metrics: one call at a time, each for at most 30 seconds. A call that fails or takes longer is counted
    /// and logged, and not repeated; what comes while a thousand calls wait is dropped and counted.
    /// </summary>
    /// <param name="notification">What happened.</param>
    /// <param name="cancellationToken">The time is up, or the engine is being disposed.</param>
    ValueTask RunAsync(AlertNotification notification, CancellationToken cancellationToken = default);
}
