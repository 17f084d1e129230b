namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>The times that an alert's state machine keeps to.</summary>
/// <param name="ForMicros">How long the condition must hold before the alert fires.</param>
/// <param name="CooldownMicros">How long after firing it does not fire again.</param>
internal readonly record struct AlertTiming(long ForMicros, long CooldownMicros);
