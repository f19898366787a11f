using System.Runtime.CompilerServices;
using AngleSharp.Dom;
using Bunit;
using Cpd.Tests;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Tests.Features;

/// <summary>Pages go on rendering by themselves while a test looks at them; what is done to them here is safe from that.</summary>
internal static class PatientPages
{
    /// <summary>bUnit waits one second unless told otherwise, and the pool adds threads one by one where many are busy.</summary>
    [ModuleInitializer]
    internal static void WaitLonger()
    {
        BunitContext.DefaultWaitTimeout = Patience.Limit;
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 16), ports);
    }

    /// <summary>
    /// Does something with an element as soon as it is there, and comes back when the page is through with it. It is looked
    /// for where the page renders: elsewhere a new rendering could make it another element between looking and clicking.
    /// </summary>
    public static async Task On<TPage>(this IRenderedComponent<TPage> page, string selector, Func<IElement, Task> act) where TPage : IComponent
    {
        await page.WaitForElementAsync(selector);
        await page.InvokeAsync(() => act(page.Find(selector)));
    }

    public static Task Click<TPage>(this IRenderedComponent<TPage> page, string selector) where TPage : IComponent =>
        page.On(selector, element => element.ClickAsync(new()));
}
