${text}<#if link??> ${link}</#if>
