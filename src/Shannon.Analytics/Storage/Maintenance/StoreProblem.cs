namespace Shannon.Analytics.Storage.Maintenance;

/// <summary>One thing that is wrong in a store.</summary>
/// <param name="Kind">What it concerns.</param>
/// <param name="Message">Which part it is, what is wrong with it and what to do. Never holds user data.</param>
public sealed record StoreProblem(StoreProblemKind Kind, string Message);
