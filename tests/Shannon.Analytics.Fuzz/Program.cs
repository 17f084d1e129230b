using Shannon.Analytics.Fuzz;

// Feeds bytes nobody intended to the places where the library reads what others wrote.
return args switch
{
    ["fuzz", var target] => FuzzCommand.Run(target),
    ["replay", var target, .. var files] when files.Length > 0 => ReplayCommand.Run(target, files),
    ["smoke", var target, var seconds, var seed] => SmokeCommand.Run(target, TimeSpan.FromSeconds(double.Parse(seconds, null)), int.Parse(seed, null)),
    ["block-seeds", var folder] => BlockSeeds.Write(folder),
    _ => Usage.Print(),
};
